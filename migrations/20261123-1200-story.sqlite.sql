-- The story tells more: detail is a JSON document where a line needs more than words. SQLite can't change a check in place.
alter table case_event rename to case_event_before;

create table case_event (
  org        text   not null,
  case_id    text   not null,
  id         text   not null,
  at         bigint not null,
  kind       text   not null check (kind in ('opened','rule','note','state','owner','due','severity','title','signal','reply','received','mention','watch','commitment','clock',
    'escalated','merged','unmerged','split','link','parent','redress','follow_up','status','reminder','cause','compliment')),
  actor      text   not null,
  actor_name text   not null,
  text       text   not null,
  was        text   not null,
  became     text   not null,
  detail     text,
  primary key (org, case_id, id)
);

insert into case_event (org, case_id, id, at, kind, actor, actor_name, text, was, became)
  select org, case_id, id, at, kind, actor, actor_name, text, was, became from case_event_before;

drop table case_event_before;
