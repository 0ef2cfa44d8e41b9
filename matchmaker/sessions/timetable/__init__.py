"""Which meetings take place when and where: runs of the engine, drafts, released versions, agendas."""
