# Attack: two files of one name: which is it?
# Threat: F.3 #10
# Gets: refused
# Says: is in it twice
import pack

pack.tar("mallory.tar", pack.file("nursery.c", b"int one;\n"),
         pack.file("nursery.c", b"int two;\n"))
