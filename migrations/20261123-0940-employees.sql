-- left_on is the first day on which an employee isn't there any more. person is one key for the same human being in several
-- organisations of one operator, given by whoever keeps it; nothing looks across by itself.
alter table employee add column left_on text;
alter table employee add column person text;
alter table employee add column user_id text;
alter table employee add column version integer not null default 1;
create unique index employee_person on employee (org, person) where person is not null;
create unique index employee_user on employee (org, user_id) where user_id is not null;

-- What else an employee is called by other systems, beside the first one in the employee's own row.
create table employee_alias (
  org         text not null,
  external_id text not null,
  employee    text not null,
  primary key (org, external_id)
) {{norowid}};
create index employee_alias_of on employee_alias (org, employee);

-- Where somebody belonged from a day on, up to and without another. 0001-01-01 is since ever; no end is until now. The stays
-- of one employee never overlap.
create table employee_stay (
  org       text not null,
  employee  text not null,
  starts_on text not null,
  ends_on   text,
  unit      text not null,
  primary key (org, employee, starts_on)
) {{norowid}};
create index employee_stay_unit on employee_stay (org, unit, employee);
