/** What `huhang help` says. */
export const help = `护航命令行 / Huhang command line

  huhang start [--parts web,jobs,effects]   运行平台 / run the platform
  huhang install --city <name> --area <code> [--data <folder>] [--home <https address>] [--port N] [--name <database>]
                 [--database <superuser url>]
                                            在 PostgreSQL 上安装（建库、角色、密钥、配置）；带密码的地址请放在环境变量
                                            HUHANG_SUPERUSER_URL 里 / set up on a PostgreSQL server; an address with a
                                            password belongs into HUHANG_SUPERUSER_URL, where no list of processes shows it
  huhang backup --to <folder> [--keep N]    备份（平台可继续运行） / back up while the platform runs
  huhang restore --from <backup>            恢复到空的安装 / restore into an empty installation
  huhang verify [--export <file>]           核对审计链、文件、事项，或导出的审计 / check audit, files and matters, or an audit export
  huhang audit-export --to <file> [--since YYYY-MM-DD]
                                            导出审计（每行一条 JSON） / export the audit as lines of JSON
  huhang doctor                             检查设置、密钥、数据库、磁盘、时钟、邮件、备份 / look at all that has to be in order
  huhang new-key                            启用新密钥（旧密钥保留，重启后生效） / a new active key; old ones stay, in force after a restart
  huhang upgrade                            升级数据库（中断后可再次运行） / bring the database up to this version, again after a break
  huhang admin-link [--role SYS|SEC|AUDIT] [--city <name> --area <code>] [--hours N]
                                            三个管理员的一次性链接 / one-time links for the three administrators
  huhang help                               本说明 / this text

设置 / Settings (environment, or the file that HUHANG_CONFIG names, by default huhang.env beside the program):
  DATABASE_URL, DATABASE_OWNER_URL, HUHANG_KEY_FILE, HUHANG_DATA, HUHANG_ANCHORS, HUHANG_HOME, HOST, PORT, HUHANG_DEMO=none,
  HUHANG_TRUST_PROXY, HUHANG_RATE_SESSION, HUHANG_RATE_ADDRESS, HUHANG_CONNECTIONS, HUHANG_PARTS, HUHANG_LOG,
  HUHANG_METRICS_PORT, HUHANG_SMTP_URL

退出码 / Exit codes:
  0  完成 / done
  1  不能执行，原因已说明 / could not be done, the reason is said
  2  用法不对 / wrong usage
  3  已查完，发现问题 / looked through, faults were found
`;
