"""What a change does to the published content, told to the person who has to accept it."""
