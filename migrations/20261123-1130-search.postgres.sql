-- The words of comments, folded and cut apart in Go.
create table search_text (
  org    text     not null,
  signal bigint   not null,
  body   tsvector not null,
  primary key (org, signal)
);
create index search_text_body on search_text using gin (body);
