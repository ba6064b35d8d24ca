-- Where employees belonged until now becomes their first stay.
insert into employee_stay (org, employee, starts_on, ends_on, unit)
  select org, id, '0001-01-01', null, unit from employee where unit is not null;
