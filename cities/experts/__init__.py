"""People whom cities may ask: they say so themselves, and are written to without showing their address."""
