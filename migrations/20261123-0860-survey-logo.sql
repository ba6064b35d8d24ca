-- Images that an organisation has uploaded for its surveys. Only what stands here is shown to respondents.
create table survey_logo (
  org        text   not null,
  hash       text   not null,
  type       text   not null,
  bytes      bigint not null,
  created_at bigint not null,
  primary key (org, hash)
);
