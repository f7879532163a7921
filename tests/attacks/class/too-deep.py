# Attack: a source below a hundred folders
# Threat: F.3 #11
# Gets: nothing
import os

os.mkdir("mallory")
os.chdir("mallory")
for _ in range(100):
    os.mkdir("d")
    os.chdir("d")
with open("nursery.c", "wb") as file:
    file.write(b"int mallory;\n")
