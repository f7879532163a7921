# Attack: says in the file that it is alice's
# Threat: F.3 #10, F.3 #57
# Gets: taken
import pack

# Who it is from is what the folder says.
pack.write("mallory/nursery.c")
pack.write("mallory/name.txt", b"alice\n")
pack.write("mallory/alice/student", b"alice\n")
