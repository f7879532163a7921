# Attack: a list that says ten bytes of a file that has a million
# Threat: F.3 #1, F.3 #11
# Gets: refused
import struct

import pack

pack.zip_of("mallory.zip", ("nursery.c", b"a" * 1000000))
data = bytearray(open("mallory.zip", "rb").read())
for header, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
    place = data.index(header) + at
    data[place:place + 4] = struct.pack("<I", 10)
pack.write("mallory.zip", data)
