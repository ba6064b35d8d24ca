-- The words of comments, folded and cut apart in Go. A row's number is the organisation's (search_org) followed by 40 bits of
-- the signal's. What is deleted is taken out of the index at once, since an erasure promises it.
create virtual table search_text using fts5(body, tokenize = 'ascii');
insert into search_text (search_text, rank) values ('secure-delete', 1);
create table search_org (
  org    text    not null primary key,
  number integer not null unique
);
