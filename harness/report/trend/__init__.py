"""Many runs of one text or suite, version after version: what grew, in which hop, of which kind."""
