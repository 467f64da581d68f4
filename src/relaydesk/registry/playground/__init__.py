"""The chat playground: people try the models of the gateway, as programs would ask for them."""
