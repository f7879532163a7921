# Attack: an archive with a password
# Threat: F.3 #1
# Gets: refused
# Says: It is encrypted
import pack

pack.zip_of("mallory.zip", ("nursery.c", pack.MINE))
data = bytearray(open("mallory.zip", "rb").read())
# The flag of encryption, in the file's header and in the list.
data[6] |= 1
data[data.index(b"PK\x01\x02") + 8] |= 1
pack.write("mallory.zip", data)
