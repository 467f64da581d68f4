"""What a request used and what that cost: tokens read off its answer, prices out of the snapshot."""
