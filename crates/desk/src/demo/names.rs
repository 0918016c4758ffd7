//! Words that people and places are made of. Nothing here names anybody: surnames and given characters are combined by chance, and
//! employers carry 样例 in their names.

pub(super) const SURNAMES: [&str; 48] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
    "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "覃",
];
pub(super) const COMPOUND_SURNAMES: [&str; 5] = ["欧阳", "上官", "司徒", "诸葛", "尉迟"];
pub(super) const GIVEN_MALE: [&str; 32] = [
    "伟", "强", "磊", "洋", "勇", "军", "杰", "涛", "超", "明", "刚", "平", "辉", "鹏", "华", "飞", "鑫",
    "波", "斌", "宇", "浩", "凯", "健", "俊", "帆", "旭", "宁", "龙", "林", "阳", "建", "志",
];
pub(super) const GIVEN_FEMALE: [&str; 32] = [
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "燕", "玲", "婷", "雪", "倩", "颖", "琳", "洁", "梅",
    "莉", "欣", "怡", "佳", "慧", "萍", "红", "玉", "丹", "蕾", "薇", "晶", "莹", "岚", "月",
];
pub(super) const GIVEN_FIRST: [&str; 24] = [
    "小", "晓", "文", "子", "志", "海", "春", "国", "建", "雨", "思", "嘉", "天", "永", "玉", "秀", "新",
    "立", "云", "家", "庆", "梓", "亚", "振",
];
/// Names of several parts; the number of characters is what the name checks must bear.
pub(super) const LONG_MALE: [&str; 6] = [
    "艾尔肯·买买提",
    "吐尔逊江·艾合买提",
    "巴特尔·孟克",
    "阿不都热合曼·依明",
    "叶尔波力·木拉提",
    "玉山江·阿布都克里木",
];
pub(super) const LONG_FEMALE: [&str; 6] = [
    "阿依古丽·买买提",
    "迪丽努尔·艾合买提",
    "古丽巴哈尔·吐尔逊",
    "萨仁高娃·巴图",
    "米日古丽·依布拉音",
    "热依扎·阿布都克里木",
];

/// The trade and the kind of an employer; the name is made of a place, a word, 样例 and one of these.
pub(super) const EMPLOYER_KINDS: [&str; 14] = [
    "电子科技有限公司",
    "物流有限公司",
    "物业服务有限公司",
    "餐饮管理有限公司",
    "机械制造有限公司",
    "纺织有限公司",
    "建筑工程有限公司",
    "商贸有限公司",
    "软件有限公司",
    "教育咨询有限公司",
    "人力资源有限公司",
    "食品有限公司",
    "家居用品有限公司",
    "汽车配件有限公司",
];
pub(super) const EMPLOYER_WORDS: [&str; 16] = [
    "青禾", "北辰", "云岭", "江畔", "晨露", "远帆", "松涛", "麦田", "星桥", "石泉", "春晓", "白鹭", "长风",
    "竹溪", "海棠", "飞燕",
];
pub(super) const CITIES: [&str; 10] =
    ["样板市", "范例市", "示例市", "青禾市", "云溪市", "望江市", "临湖市", "新桥市", "白沙市", "松原示范区"];
pub(super) const ROADS: [&str; 12] = [
    "人民路",
    "建设路",
    "解放路",
    "和平路",
    "中山路",
    "文化路",
    "新华路",
    "幸福路",
    "朝阳路",
    "长江路",
    "学府路",
    "工业路",
];
pub(super) const GIVEN_NICK: [&str; 12] = [
    "向阳而生",
    "小鱼儿",
    "阿杰",
    "一叶知秋",
    "慢慢来",
    "早睡早起",
    "星辰",
    "大白",
    "晴天",
    "知足常乐",
    "风轻云淡",
    "努力搬砖",
];
