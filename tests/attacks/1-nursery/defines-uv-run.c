// Attack: replaces uv_run() for the whole program
// Threat: F.3 #16, F.2 #1
// Gets: rejected
// Says: defines uv_run(), which is somebody else
// Rest: rest.c
int uv_run(void *loop, int mode);
int uv_run(void *loop, int mode)
{
    (void)loop, (void)mode;
    return 0;
}
