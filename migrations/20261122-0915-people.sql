create table touch_point (
  org         text   not null,
  id          text   not null,
  key         text   not null,
  name        text   not null,
  name_folded text   not null,
  created_at  bigint not null,
  primary key (org, id),
  unique (org, key)
);

create table employee (
  org         text    not null,
  id          text    not null,
  external_id text    not null,
  name        text    not null,
  name_folded text    not null,
  unit        text,
  active      boolean not null,
  created_at  bigint  not null,
  primary key (org, id),
  unique (org, external_id)
);

-- num is what analytics knows a customer by.
create table customer (
  num          {{serial}},
  org          text   not null,
  id           text   not null,
  external_id  text,
  email        text,
  email_folded text,
  name         text   not null,
  name_folded  text   not null,
  created_at   bigint not null,
  unique (org, id),
  unique (org, external_id)
);
create index customer_email on customer (org, email_folded) where email_folded is not null;
create index customer_name on customer (org, name_folded, id);
