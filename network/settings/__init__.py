"""Settings: ``base`` for everyone, then ``dev``, ``demo``, ``test`` and ``production``."""
