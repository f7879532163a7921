# Attack: a folder called nearly as alice
# Threat: F.3 #10
# Gets: stray
# Says: Nobody in the roster
import pack

for name in ("Alice", "alice ", "alice.", "alice_late"):
    pack.write(name + "/nursery.c")
