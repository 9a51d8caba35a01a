/** The database holds matters that this program cannot carry on. */
export class UnknownProcedure extends Error {
  constructor(what: string) {
    super(
      `数据库中有本程序不认识的事项类型（${what}），请使用原版本或更新的程序 / the database holds matters that this program does not know (${what}); use the version that made them, or a newer one`,
    );
    this.name = "UnknownProcedure";
  }
}
