# Attack: folders whose names are options, commands, several lines
# Threat: F.3 #5
# Gets: stray
# Says: Nobody in the roster
import pack

for name in ("-rf", "--help", "$(touch attack-was-here)", "`id`", "a\nalice",
             "\033[2Jalice", "%s%n", "...", "CON", "\u202ealice",
             "=cmd()", "<script>alert(1)</script>"):
    pack.write(name + "/nursery.c")
