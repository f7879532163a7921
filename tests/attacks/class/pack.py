# What the scripts here share. A script is started in the folder of a class, in
# which alice has handed in the solution, and makes what mallory hands in.
import io
import os
import subprocess
import sys
import tarfile
import zipfile

# What mallory may hand in; nothing else may be taken from them.
MINE = b"int mallory;\n"

# A hidden file, for links.
HIDDEN = sys.argv[1] if len(sys.argv) > 1 else "/etc/passwd"


def write(path, data=MINE):
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def tar_entry(name, kind=tarfile.REGTYPE, data=b"", target="", device=None):
    entry = tarfile.TarInfo(name)
    entry.type = kind
    entry.linkname = target
    entry.size = len(data)
    if device:
        entry.devmajor, entry.devminor = device
    return entry, io.BytesIO(data) if kind == tarfile.REGTYPE else None


def tar(path, *entries, mode="w"):
    with tarfile.open(path, mode, format=tarfile.GNU_FORMAT) as archive:
        for entry, data in entries:
            archive.addfile(entry, data)


def file(name, data=MINE):
    return tar_entry(name, data=data)


def zip_of(path, *files):
    """Of pairs of name and bytes; names are as they are said."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def zip_link(path, name, target):
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, target)
