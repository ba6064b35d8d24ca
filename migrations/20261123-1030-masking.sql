-- What an organisation masks: which built-in patterns are off, and its own. No row: all built-in ones, none of its own.
create table masking (
  org     text    primary key,
  off     text    not null,
  own     text    not null,
  version integer not null
);
