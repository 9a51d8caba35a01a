-- The auditor's report of a week, and the rows behind it, are found by time. Rows come in the order of time: a few pages of
-- index for millions of rows, and next to nothing to pay at each insert.
create index audit_at on audit using brin (at);

-- The register of impact assessments (PIPL §55–56), by module; a newer one takes the place of the older, which stays.
create table assessment (
  id int generated always as identity primary key,
  module text not null,
  purpose text not null,
  -- Which data, in words; the columns themselves stand in the register of personal fields.
  fields text not null,
  law text not null,
  dangers text not null,
  measures text not null,
  assessed_on date not null,
  valid_until date not null,
  -- Null: came with the program, to be confirmed by the operator's data protection officer.
  assessed_by int references account,
  check (valid_until > assessed_on)
);
create index assessment_module on assessment (module, id desc);

-- What was passed on to another body (§23): to whom, what, by which law, when.
create table disclosure (
  id int generated always as identity primary key,
  on_day date not null,
  recipient text not null,
  what text not null,
  law text not null,
  matter_number text,
  noted_by int not null references account,
  noted_at timestamptz not null
);

insert into assessment (module, purpose, fields, law, dangers, measures, assessed_on, valid_until)
select m.module, m.purpose, m.fields, m.law, m.dangers,
       '加密存放，按关系和行级策略查看，不办理的人只见掩码；每次查看留痕，本人可查；到期删除。', '2026-09-01', '2027-08-31'
  from (values
    ('consultation', '答复企业咨询', '提问人写的内容、来电人姓名和电话', '本人申请；个人信息保护法第13、34条', '内容可能涉及第三人；无关人员看到电话'),
    ('appeal', '办理企业诉求', '诉求内容、来电人姓名和电话、结果评价', '本人申请；个人信息保护法第13、34条', '不愿公开身份的人被认出'),
    ('hotline', '办理12345工单', '来电人姓名和电话、反映内容、回访结果', '法定职责；个人信息保护法第34条', '来电人被被反映一方认出'),
    ('stageItem', '项目各阶段服务', '双方写的服务内容、值班姓名', '法定职责；个人信息保护法第34条', '写入无关个人信息'),
    ('conduct', '处理对民警作风的投诉', '投诉人、被投诉人、事情经过', '法定职责；个人信息保护法第34条', '投诉人被报复；被投诉人未经查实就受影响'),
    ('statement', '核查投诉时请有关人员说明', '说明内容', '法定职责；个人信息保护法第34条', '说明被无关人员看到'),
    ('rightsRequest', '答复个人信息权利申请', '申请内容、信息副本', '个人信息保护法第44至50条', '副本给错人'),
    ('returnVisit', '回访办理结果', '回访答复', '法定职责；个人信息保护法第34条', '回访影响本人意愿'),
    ('inquiry', '督察低分和作风问题', '评价、核查记录', '法定职责；个人信息保护法第34条', '评价人被认出'),
    ('accounts', '确认谁能登录、谁负责', '姓名、警号、值班电话、登录方式', '法定职责；网络安全法；个人信息保护法第34条', '账号被冒用；权限过大'),
    ('notices', '按本人的选择通知', '邮箱、通知时间', '本人同意；个人信息保护法第13条', '通知发给错误的人'),
    ('audit', '记录谁看过、做过什么', '账号、时间、对象、用途、网络', '网络安全法；个人信息保护法第51、54条', '日志被用来评价个人'),
    ('imports', '导入项目和人员名单', '项目联系人姓名和电话、民警值班电话', '法定职责；个人信息保护法第34条', '名单里有不该收的内容')
  ) as m (module, purpose, fields, law, dangers);
