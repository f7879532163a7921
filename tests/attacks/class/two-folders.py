# Attack: two folders of one student, by key and by address
# Threat: F.3 #9, F.3 #57
# Gets: stray
# Says: It is one of 2 submissions of mallory
import pack

pack.write("mallory/nursery.c", b"int one;\n")
pack.write("mallory@example.org/nursery.c", b"int two;\n")
