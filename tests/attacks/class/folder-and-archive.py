# Attack: a folder and an archive of one student
# Threat: F.3 #9
# Gets: stray
# Says: It is one of 2 submissions of mallory
import pack

pack.write("mallory/nursery.c", b"int one;\n")
pack.zip_of("mallory.zip", ("nursery.c", b"int two;\n"))
