-- A workshop at which people draw a map. doc holds agenda, people, notes and decisions; they are edited in small steps, one after another.
create table journey_workshop (
  org        text    not null,
  id         text    not null,
  journey    text    not null,
  title      text    not null,
  state      text    not null check (state in ('planned', 'running', 'closed')),
  revision   integer not null,
  doc        text    not null,
  created_by text    not null,
  created_at bigint  not null,
  changed_at bigint  not null,
  closed_at  bigint,
  primary key (org, id)
);
create index journey_workshop_of on journey_workshop (org, journey, created_at);
