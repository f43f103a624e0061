"""How people come to a city or a partner, and how cities and partners come to the network."""
