"""What client keys may use of a day or month: requests reserved before they are sent, tokens looked up."""
