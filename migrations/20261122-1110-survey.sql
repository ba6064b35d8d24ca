-- doc is the definition as canonical JSON text; edit counts its changes, published is the last frozen version (0: none yet).
create table survey (
  org            text    not null,
  id             text    not null,
  name           text    not null,
  state          text    not null check (state in ('draft','open','closed')),
  doc            text    not null,
  doc_hash       text    not null,
  edit           integer not null,
  published      integer not null,
  published_hash text    not null,
  token          text    not null,
  request_key    text,
  created_at     bigint  not null,
  updated_at     bigint  not null,
  primary key (org, id),
  unique (org, request_key)
);

-- What respondents saw. Never changed: answers point at the version they answered.
create table survey_version (
  org          text    not null,
  survey       text    not null,
  version      integer not null,
  doc          text    not null,
  hash         text    not null,
  published_at bigint  not null,
  primary key (org, survey, version),
  foreign key (org, survey) references survey (org, id)
);

-- Found by its token before an organisation is known.
create table public_link (
  token      text   primary key,
  org        text   not null references organisation (id),
  kind       text   not null check (kind in ('survey')),
  subject    text   not null,
  created_at bigint not null,
  revoked_at bigint
);

-- nonce is the one page that was served: whatever it sends counts once.
create table response (
  org          text    not null,
  id           text    not null,
  survey       text    not null,
  version      integer not null,
  nonce        text    not null,
  state        text    not null check (state in ('partial','complete')),
  language     text    not null,
  agent        text    not null,
  answers      text    not null,
  signal       text,
  started_at   bigint  not null,
  updated_at   bigint  not null,
  completed_at bigint,
  lapsed_at    bigint,
  primary key (org, id),
  unique (org, survey, nonce),
  foreign key (org, survey, version) references survey_version (org, survey, version)
);
create index response_survey on response (org, survey, state);
create index response_signal on response (org, signal) where signal is not null;
create index response_waiting on response (org, updated_at) where state = 'partial' and lapsed_at is null;

create table survey_opening (
  org    text   not null,
  survey text   not null,
  hour   bigint not null,
  n      bigint not null,
  primary key (org, survey, hour)
);
