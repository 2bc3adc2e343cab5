"""What the processes of one machine have in common, beneath everything else: sockets, and memory that workers share."""
