"""Full-text search in French over documents it knows nothing about. Whoosh is imported nowhere else."""
