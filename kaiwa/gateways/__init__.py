"""Every network call, and nothing else."""
