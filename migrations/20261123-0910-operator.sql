-- What an organisation lets the operator see. It is found from both sides, so it belongs to no organisation's own rows.
create table operator_grant (
  id         text   primary key,
  org        text   not null references organisation (id),
  operator   text   not null references organisation (id),
  metrics    text   not null,
  units      text   not null,
  until      text   not null,
  created_by text   not null,
  created_at bigint not null,
  revoked_by text   not null,
  revoked_at bigint,
  seen_at    bigint
);
create index operator_grant_org on operator_grant (org, id);
create index operator_grant_operator on operator_grant (operator, id);

-- Organisations that the operator added from its own screen.
create table operator_client (
  org        text   primary key references organisation (id),
  operator   text   not null references organisation (id),
  created_by text   not null,
  created_at bigint not null
);
create index operator_client_operator on operator_client (operator);

-- The one page that members with the role client see.
create table scorecard (
  org        text    primary key,
  metrics    text    not null,
  units      text    not null,
  days       integer not null,
  version    integer not null,
  edited_at  bigint  not null
);
