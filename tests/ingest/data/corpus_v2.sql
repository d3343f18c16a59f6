BEGIN TRANSACTION;
CREATE TABLE disclosures (
	id VARCHAR(12) NOT NULL, 
	path VARCHAR NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	entity VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	stage VARCHAR(8) NOT NULL, 
	record JSON NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (path), 
	UNIQUE (sha256)
);
INSERT INTO "disclosures" VALUES('abababababab','/srv/corpus/files/abababababab/drawn.txt','abababababababababababababababababababababababababababababababab','青山县教育局',2024,'budget','{"id":"abababababab","path":"/srv/corpus/files/abababababab/drawn.txt","sha256":"abababababababababababababababababababababababababababababababab","media":"text","n_pages":1,"identity":{"entity":"青山县教育局","year":2024,"stage":"budget","code":"","aliases":["青山教育局"],"region":"青山县","scope":"department"},"title":"青山县教育局2024年部门预算公开","tables":[],"facts":[],"indicators":[],"statements":[],"passages":[],"findings":[]}');
CREATE TABLE facts (
	"row" INTEGER NOT NULL, 
	disclosure VARCHAR(12) NOT NULL, 
	id VARCHAR, 
	form VARCHAR, 
	code VARCHAR, 
	item VARCHAR, 
	amount VARCHAR, 
	unit VARCHAR, 
	year INTEGER, 
	record JSON NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(disclosure) REFERENCES disclosures (id) ON DELETE CASCADE
);
INSERT INTO "facts" VALUES(1,'abababababab','abababababab:t0:r1c2','basic_expenditure','','合计','70.0','万元',2024,'{"id":"abababababab:t0:r1c2","table":0,"form":"basic_expenditure","side":"","row":["合计"],"column":["合计"],"code":"","amount":{"number":"70.0","unit":"万元"},"text":"70.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"70.0","line":1022,"indent":null}}');
INSERT INTO "facts" VALUES(2,'abababababab','abababababab:t0:r1c3','basic_expenditure','','合计','50.0','万元',2024,'{"id":"abababababab:t0:r1c3","table":0,"form":"basic_expenditure","side":"","row":["合计"],"column":["人员经费"],"code":"","amount":{"number":"50.0","unit":"万元"},"text":"50.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"50.0","line":1023,"indent":null}}');
INSERT INTO "facts" VALUES(3,'abababababab','abababababab:t0:r1c4','basic_expenditure','','合计','20.0','万元',2024,'{"id":"abababababab:t0:r1c4","table":0,"form":"basic_expenditure","side":"","row":["合计"],"column":["公用经费"],"code":"","amount":{"number":"20.0","unit":"万元"},"text":"20.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1024,"indent":null}}');
INSERT INTO "facts" VALUES(4,'abababababab','abababababab:t0:r2c2','basic_expenditure','30101','基本工资','30.0','万元',2024,'{"id":"abababababab:t0:r2c2","table":0,"form":"basic_expenditure","side":"","row":["基本工资"],"column":["合计"],"code":"30101","amount":{"number":"30.0","unit":"万元"},"text":"30.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"30.0","line":1042,"indent":null}}');
INSERT INTO "facts" VALUES(5,'abababababab','abababababab:t0:r2c3','basic_expenditure','30101','基本工资','30.0','万元',2024,'{"id":"abababababab:t0:r2c3","table":0,"form":"basic_expenditure","side":"","row":["基本工资"],"column":["人员经费"],"code":"30101","amount":{"number":"30.0","unit":"万元"},"text":"30.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"30.0","line":1043,"indent":null}}');
INSERT INTO "facts" VALUES(6,'abababababab','abababababab:t0:r2c4','basic_expenditure','30101','基本工资',NULL,NULL,2024,'{"id":"abababababab:t0:r2c4","table":0,"form":"basic_expenditure","side":"","row":["基本工资"],"column":["公用经费"],"code":"30101","amount":null,"text":"","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"基本工资","line":1041,"indent":null}}');
INSERT INTO "facts" VALUES(7,'abababababab','abababababab:t0:r3c2','basic_expenditure','30103','奖金','20.0','万元',2024,'{"id":"abababababab:t0:r3c2","table":0,"form":"basic_expenditure","side":"","row":["奖金"],"column":["合计"],"code":"30103","amount":{"number":"20.0","unit":"万元"},"text":"20.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1062,"indent":null}}');
INSERT INTO "facts" VALUES(8,'abababababab','abababababab:t0:r3c3','basic_expenditure','30103','奖金','20.0','万元',2024,'{"id":"abababababab:t0:r3c3","table":0,"form":"basic_expenditure","side":"","row":["奖金"],"column":["人员经费"],"code":"30103","amount":{"number":"20.0","unit":"万元"},"text":"20.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1063,"indent":null}}');
INSERT INTO "facts" VALUES(9,'abababababab','abababababab:t0:r3c4','basic_expenditure','30103','奖金',NULL,NULL,2024,'{"id":"abababababab:t0:r3c4","table":0,"form":"basic_expenditure","side":"","row":["奖金"],"column":["公用经费"],"code":"30103","amount":null,"text":"","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"奖金","line":1061,"indent":null}}');
INSERT INTO "facts" VALUES(10,'abababababab','abababababab:t0:r4c2','basic_expenditure','30201','办公费','20.0','万元',2024,'{"id":"abababababab:t0:r4c2","table":0,"form":"basic_expenditure","side":"","row":["办公费"],"column":["合计"],"code":"30201","amount":{"number":"20.0","unit":"万元"},"text":"20.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1082,"indent":null}}');
INSERT INTO "facts" VALUES(11,'abababababab','abababababab:t0:r4c3','basic_expenditure','30201','办公费',NULL,NULL,2024,'{"id":"abababababab:t0:r4c3","table":0,"form":"basic_expenditure","side":"","row":["办公费"],"column":["人员经费"],"code":"30201","amount":null,"text":"","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"办公费","line":1081,"indent":null}}');
INSERT INTO "facts" VALUES(12,'abababababab','abababababab:t0:r4c4','basic_expenditure','30201','办公费','20.0','万元',2024,'{"id":"abababababab:t0:r4c4","table":0,"form":"basic_expenditure","side":"","row":["办公费"],"column":["公用经费"],"code":"30201","amount":{"number":"20.0","unit":"万元"},"text":"20.0","year":2024,"source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1084,"indent":null}}');
CREATE TABLE findings (
	"row" INTEGER NOT NULL, 
	disclosure VARCHAR(12) NOT NULL, 
	rule VARCHAR, 
	severity VARCHAR, 
	record JSON NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(disclosure) REFERENCES disclosures (id) ON DELETE CASCADE
);
CREATE TABLE indicators (
	"row" INTEGER NOT NULL, 
	disclosure VARCHAR(12) NOT NULL, 
	id VARCHAR, 
	name VARCHAR, 
	record JSON NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(disclosure) REFERENCES disclosures (id) ON DELETE CASCADE
);
CREATE TABLE meta (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "meta" VALUES(2);
CREATE TABLE passages (
	"row" INTEGER NOT NULL, 
	disclosure VARCHAR(12) NOT NULL, 
	id VARCHAR(24), 
	kind VARCHAR, 
	record JSON NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(disclosure) REFERENCES disclosures (id) ON DELETE CASCADE
);
INSERT INTO "passages" VALUES(1,'abababababab','857638bb315fb6dbce3bd6b0','narrative','{"id":"857638bb315fb6dbce3bd6b0","kind":"narrative","headings":["第二部分","一、收支总体情况"],"term":"","text":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。主要原因：学校合并。","sources":[{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。主要原因：学校合并。","line":1,"indent":null}]}');
INSERT INTO "passages" VALUES(2,'abababababab','fa6d74c55f619de1e8f8b59c','narrative','{"id":"fa6d74c55f619de1e8f8b59c","kind":"narrative","headings":["第二部分","二、“三公”经费情况"],"term":"","text":"2024年“三公”经费支出预算为0万元，与2023年预算持平。","sources":[{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2024年“三公”经费支出预算为0万元，与2023年预算持平。","line":2,"indent":null}]}');
INSERT INTO "passages" VALUES(3,'abababababab','263691e5257d29c07d8e9e90','narrative','{"id":"263691e5257d29c07d8e9e90","kind":"narrative","headings":["第二部分","三、国有资产情况"],"term":"","text":"2023年期末，共有车辆3辆。","sources":[{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2023年期末，共有车辆3辆。","line":3,"indent":null}]}');
INSERT INTO "passages" VALUES(4,'abababababab','63ba0b12745be65b71dbaced','narrative','{"id":"63ba0b12745be65b71dbaced","kind":"narrative","headings":["第二部分","一、主要职责"],"term":"","text":"负责全县中小学的建设与管理。","sources":[{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"负责全县中小学的建设与管理。","line":4,"indent":null}]}');
INSERT INTO "passages" VALUES(5,'abababababab','f2f32595080f1d592c0b83f5','glossary','{"id":"f2f32595080f1d592c0b83f5","kind":"glossary","headings":["第三部分 名词解释"],"term":"项目支出","text":"一、项目支出：是指在基本支出之外，为完成特定工作任务发生的支出。","sources":[{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"一、项目支出：是指在基本支出之外，为完成特定工作任务发生的支出。","line":90,"indent":null}]}');
CREATE TABLE statements (
	"row" INTEGER NOT NULL, 
	disclosure VARCHAR(12) NOT NULL, 
	id VARCHAR, 
	subject VARCHAR, 
	role VARCHAR, 
	amount VARCHAR, 
	unit VARCHAR, 
	year INTEGER, 
	record JSON NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(disclosure) REFERENCES disclosures (id) ON DELETE CASCADE
);
INSERT INTO "statements" VALUES(1,'abababababab','abababababab:s0','收入总计','level','100.0','万元',2024,'{"id":"abababababab:s0","headings":["第二部分","一、收支总体情况"],"subject":"收入总计","role":"level","amount":{"number":"100.0","unit":"万元"},"whole":"","compared_with":"","year":2024,"reason":"","sentence":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。","source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"100.0万元","line":1,"indent":null},"sentence_source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。主要原因：学校合并。","line":1,"indent":null},"stage":""}');
INSERT INTO "statements" VALUES(2,'abababababab','abababababab:s1','收入','change','-5.0','万元',2024,'{"id":"abababababab:s1","headings":["第二部分","一、收支总体情况"],"subject":"收入","role":"change","amount":{"number":"-5.0","unit":"万元"},"whole":"","compared_with":"2023年预算","year":2024,"reason":"学校合并","sentence":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。","source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"5.0万元","line":1,"indent":null},"sentence_source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。主要原因：学校合并。","line":1,"indent":null},"stage":""}');
INSERT INTO "statements" VALUES(3,'abababababab','abababababab:s2','收入','rate','-4.8','%',2024,'{"id":"abababababab:s2","headings":["第二部分","一、收支总体情况"],"subject":"收入","role":"rate","amount":{"number":"-4.8","unit":"%"},"whole":"","compared_with":"2023年预算","year":2024,"reason":"学校合并","sentence":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。","source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"4.8%","line":1,"indent":null},"sentence_source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2024年收入总计100.0万元，与2023年预算相比，收入减少5.0万元，下降4.8%。主要原因：学校合并。","line":1,"indent":null},"stage":""}');
INSERT INTO "statements" VALUES(4,'abababababab','abababababab:s3','“三公”经费支出预算','level','0','万元',2024,'{"id":"abababababab:s3","headings":["第二部分","二、“三公”经费情况"],"subject":"“三公”经费支出预算","role":"level","amount":{"number":"0","unit":"万元"},"whole":"","compared_with":"","year":2024,"reason":"","sentence":"2024年“三公”经费支出预算为0万元，与2023年预算持平。","source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"0万元","line":2,"indent":null},"sentence_source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2024年“三公”经费支出预算为0万元，与2023年预算持平。","line":2,"indent":null},"stage":""}');
INSERT INTO "statements" VALUES(5,'abababababab','abababababab:s4','“三公”经费支出预算','change','0','万元',2024,'{"id":"abababababab:s4","headings":["第二部分","二、“三公”经费情况"],"subject":"“三公”经费支出预算","role":"change","amount":{"number":"0","unit":"万元"},"whole":"","compared_with":"2023年预算","year":2024,"reason":"","sentence":"2024年“三公”经费支出预算为0万元，与2023年预算持平。","source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"持平","line":2,"indent":null},"sentence_source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2024年“三公”经费支出预算为0万元，与2023年预算持平。","line":2,"indent":null},"stage":""}');
INSERT INTO "statements" VALUES(6,'abababababab','abababababab:s5','车辆','count','3','辆',2023,'{"id":"abababababab:s5","headings":["第二部分","三、国有资产情况"],"subject":"车辆","role":"count","amount":{"number":"3","unit":"辆"},"whole":"","compared_with":"","year":2023,"reason":"","sentence":"2023年期末，共有车辆3辆。","source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"3辆","line":3,"indent":null},"sentence_source":{"file":"abababababababababababababababababababababababababababababababab","page":1,"box":null,"text":"2023年期末，共有车辆3辆。","line":3,"indent":null},"stage":""}');
CREATE TABLE tables (
	"row" INTEGER NOT NULL, 
	disclosure VARCHAR(12) NOT NULL, 
	number INTEGER, 
	form VARCHAR, 
	title VARCHAR, 
	record JSON NOT NULL, 
	PRIMARY KEY ("row"), 
	FOREIGN KEY(disclosure) REFERENCES disclosures (id) ON DELETE CASCADE
);
INSERT INTO "tables" VALUES(1,'abababababab',0,'basic_expenditure','一般公共预算基本支出表','{"number":0,"title":"一般公共预算基本支出表","form":"basic_expenditure","unit":"万元","unit_inferred":false,"entity_line":"青山县教育局","pages":[1],"kind":"grid","header_rows":1,"columns":[["科目编码"],["科目名称"],["合计"],["人员经费"],["公用经费"]],"n_rows":5,"cells":[{"row":0,"column":0,"row_span":1,"column_span":1,"text":"科目编码","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"科目编码","line":1000,"indent":null}},{"row":0,"column":1,"row_span":1,"column_span":1,"text":"科目名称","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"科目名称","line":1001,"indent":null}},{"row":0,"column":2,"row_span":1,"column_span":1,"text":"合计","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"合计","line":1002,"indent":null}},{"row":0,"column":3,"row_span":1,"column_span":1,"text":"人员经费","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"人员经费","line":1003,"indent":null}},{"row":0,"column":4,"row_span":1,"column_span":1,"text":"公用经费","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"公用经费","line":1004,"indent":null}},{"row":1,"column":0,"row_span":1,"column_span":1,"text":"","source":null},{"row":1,"column":1,"row_span":1,"column_span":1,"text":"合计","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"合计","line":1021,"indent":null}},{"row":1,"column":2,"row_span":1,"column_span":1,"text":"70.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"70.0","line":1022,"indent":null}},{"row":1,"column":3,"row_span":1,"column_span":1,"text":"50.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"50.0","line":1023,"indent":null}},{"row":1,"column":4,"row_span":1,"column_span":1,"text":"20.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1024,"indent":null}},{"row":2,"column":0,"row_span":1,"column_span":1,"text":"30101","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"30101","line":1040,"indent":null}},{"row":2,"column":1,"row_span":1,"column_span":1,"text":"基本工资","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"基本工资","line":1041,"indent":null}},{"row":2,"column":2,"row_span":1,"column_span":1,"text":"30.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"30.0","line":1042,"indent":null}},{"row":2,"column":3,"row_span":1,"column_span":1,"text":"30.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"30.0","line":1043,"indent":null}},{"row":2,"column":4,"row_span":1,"column_span":1,"text":"","source":null},{"row":3,"column":0,"row_span":1,"column_span":1,"text":"30103","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"30103","line":1060,"indent":null}},{"row":3,"column":1,"row_span":1,"column_span":1,"text":"奖金","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"奖金","line":1061,"indent":null}},{"row":3,"column":2,"row_span":1,"column_span":1,"text":"20.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1062,"indent":null}},{"row":3,"column":3,"row_span":1,"column_span":1,"text":"20.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1063,"indent":null}},{"row":3,"column":4,"row_span":1,"column_span":1,"text":"","source":null},{"row":4,"column":0,"row_span":1,"column_span":1,"text":"30201","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"30201","line":1080,"indent":null}},{"row":4,"column":1,"row_span":1,"column_span":1,"text":"办公费","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"办公费","line":1081,"indent":null}},{"row":4,"column":2,"row_span":1,"column_span":1,"text":"20.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1082,"indent":null}},{"row":4,"column":3,"row_span":1,"column_span":1,"text":"","source":null},{"row":4,"column":4,"row_span":1,"column_span":1,"text":"20.0","source":{"file":"abababababababababababababababababababababababababababababababab","page":null,"box":null,"text":"20.0","line":1084,"indent":null}}],"notes":[],"title_source":null}');
CREATE TABLE vectors (
	passage VARCHAR(24) NOT NULL, 
	vector BLOB NOT NULL, 
	PRIMARY KEY (passage)
);
INSERT INTO "vectors" VALUES('857638bb315fb6dbce3bd6b0',X'003C003C003C003C');
CREATE INDEX ix_disclosures_entity ON disclosures (entity);
CREATE INDEX ix_disclosures_year ON disclosures (year);
CREATE INDEX ix_tables_disclosure ON tables (disclosure);
CREATE INDEX facts_form_code ON facts (form, code);
CREATE INDEX ix_facts_disclosure ON facts (disclosure);
CREATE INDEX ix_facts_id ON facts (id);
CREATE INDEX ix_indicators_disclosure ON indicators (disclosure);
CREATE INDEX ix_indicators_id ON indicators (id);
CREATE INDEX ix_statements_id ON statements (id);
CREATE INDEX ix_statements_disclosure ON statements (disclosure);
CREATE INDEX ix_passages_id ON passages (id);
CREATE INDEX ix_passages_disclosure ON passages (disclosure);
CREATE INDEX ix_findings_disclosure ON findings (disclosure);
COMMIT;
