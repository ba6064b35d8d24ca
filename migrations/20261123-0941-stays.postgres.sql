-- Where employees belonged until now becomes their first stay, in every organisation: row-level security is lifted for the
-- owner of the table while that happens, and holds again before the migration commits.
alter table employee no force row level security;
insert into employee_stay (org, employee, starts_on, ends_on, unit)
  select org, id, '0001-01-01', null, unit from employee where unit is not null;
alter table employee force row level security;
