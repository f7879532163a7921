# Attack: an archive in an archive in an archive
# Threat: F.3 #1
# Gets: nothing
# Says: inner.zip
import io
import zipfile

import pack

data = pack.MINE
name = "nursery.c"
for _ in range(3):
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr(name, data)
    name, data = "inner.zip", outer.getvalue()
pack.write("mallory.zip", data)
