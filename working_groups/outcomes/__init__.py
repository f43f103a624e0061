"""What exchanges and meetings become: drafts of practices and products that name where they came from."""
