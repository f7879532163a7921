// Attack: messages that are commands to a service that reads logs, or markup
// Threat: F.3 #60
// Gets: build_failed
// Says: ::set-output
// Rest: rest.c
#error ::set-output name=score::100 ]]> </failure><script>alert(1)</script> =cmd
