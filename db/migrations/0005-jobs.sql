-- The nightly search for orphaned files asks for thumbnails by their key.
create index file_thumb on file (thumb_key) where thumb_key is not null;
