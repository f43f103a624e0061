"""Cities and organisations that want to join the network."""
