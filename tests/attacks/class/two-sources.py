# Attack: two folders with a source each
# Threat: F.3 #10
# Gets: refused
# Says: hand in one of them
import pack

pack.write("mallory/good/nursery.c", b"int one;\n")
pack.write("mallory/better/nursery.c", b"int two;\n")
