-- Whoever was shown whole in a list finds that among who looked: the audit row of the list names him.
create index audit_shown on audit using gin ((detail -> 'shown') jsonb_path_ops) where detail ? 'shown';
