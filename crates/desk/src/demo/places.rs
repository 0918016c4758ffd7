//! Invented shops and what they sell, with the words a wallet files them under. Names of shops are made up; those of wallets,
//! lenders and public services are what the thing is called.

/// How a shop sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sells {
    /// Over a counter, by a code.
    AtCounter,
    /// By an order in a program.
    Online,
    /// At JD.
    AtJd,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Shop {
    pub(super) name: &'static str,
    pub(super) goods: &'static [&'static str],
    /// The wallet's category.
    pub(super) category: &'static str,
    pub(super) low_fen: i64,
    pub(super) high_fen: i64,
    /// Prices end on multiples of this.
    pub(super) step_fen: i64,
    pub(super) sells: Sells,
    /// Hours of the day.
    pub(super) hours: (u32, u32),
    /// Whether dearer where the person earns more; fares and lunch boxes are not.
    pub(super) scales: bool,
}

macro_rules! shop {
    ($name:literal, [$($good:literal),+], $category:literal, $low:literal..$high:literal by $step:literal, $sells:ident, $from:literal-$to:literal, $scales:literal) => {
        Shop { name: $name, goods: &[$($good),+], category: $category, low_fen: $low, high_fen: $high, step_fen: $step,
            sells: Sells::$sells, hours: ($from, $to), scales: $scales }
    };
}

pub(super) const FOOD: [Shop; 12] = [
    shop!("巷口面馆", ["牛肉面", "葱油拌面", "午餐"], "餐饮美食", 1200..2800 by 100, AtCounter, 11-13, false),
    shop!("阿婆早点铺", ["早餐", "豆浆油条", "包子"], "餐饮美食", 400..1200 by 50, AtCounter, 7-9, false),
    shop!("南门麻辣烫", ["晚餐", "麻辣烫"], "餐饮美食", 1800..4200 by 10, AtCounter, 17-20, true),
    shop!("飞燕外卖", ["外卖订单-黄焖鸡米饭", "外卖订单-盖浇饭", "外卖订单-轻食沙拉"], "餐饮美食", 1490..4890 by 10, Online, 11-20, true),
    shop!("老街火锅店", ["火锅四人餐", "火锅双人餐"], "餐饮美食", 9800..26800 by 100, AtCounter, 17-20, true),
    shop!("一盏茶饮", ["柠檬茶", "珍珠奶茶", "美式咖啡"], "餐饮美食", 900..2600 by 100, AtCounter, 13-17, false),
    shop!("职工食堂", ["食堂就餐", "食堂充值"], "餐饮美食", 800..1800 by 50, AtCounter, 11-13, false),
    shop!("桥头烧烤", ["烧烤", "夜宵"], "餐饮美食", 3500..12800 by 100, AtCounter, 19-22, true),
    shop!("百味快餐", ["套餐", "盒饭"], "餐饮美食", 1300..2600 by 50, AtCounter, 11-13, false),
    shop!("云朵蛋糕房", ["面包", "生日蛋糕"], "餐饮美食", 1200..16800 by 100, AtCounter, 8-19, true),
    shop!("橙蓝外卖", ["外卖订单-汉堡套餐", "外卖订单-米粉", "外卖订单-水饺"], "餐饮美食", 1590..5290 by 10, Online, 11-21, true),
    shop!("江畔家常菜", ["聚餐", "家常菜"], "餐饮美食", 6800..32800 by 100, AtCounter, 17-20, true),
];
pub(super) const DAILY: [Shop; 8] = [
    shop!("邻里便利店", ["便利店购物", "饮料零食", "日用品"], "日用百货", 350..4800 by 10, AtCounter, 7-22, false),
    shop!("惠民生活超市", ["超市购物", "粮油副食", "生鲜蔬果"], "日用百货", 2400..21800 by 1, AtCounter, 9-20, true),
    shop!("清晨菜市场", ["蔬菜", "鲜肉", "水产"], "日用百货", 800..8600 by 10, AtCounter, 7-10, true),
    shop!("日日鲜果", ["水果", "时令水果"], "日用百货", 1500..7800 by 10, AtCounter, 10-20, true),
    shop!("安康大药房", ["药品", "口罩 维生素"], "医疗健康", 1290..14800 by 10, AtCounter, 9-20, false),
    shop!("第二人民医院（样例）", ["门诊挂号", "门诊缴费", "检查费"], "医疗健康", 1500..62000 by 10, AtCounter, 8-15, false),
    shop!("小区快递驿站", ["寄快递", "快递费"], "生活服务", 800..2600 by 100, AtCounter, 10-19, false),
    shop!("剪影理发店", ["理发", "洗剪吹"], "美容美发", 2500..16800 by 100, AtCounter, 10-20, true),
];
pub(super) const TRANSPORT: [Shop; 5] = [
    shop!("城市轨道交通", ["地铁乘车", "地铁乘车码扣费"], "交通出行", 200..700 by 100, AtCounter, 7-21, false),
    shop!("市公共交通", ["公交乘车", "乘车码扣费"], "交通出行", 100..300 by 100, AtCounter, 7-21, false),
    shop!("同行出行", ["打车订单", "快车行程"], "交通出行", 1080..6480 by 10, Online, 7-23, true),
    shop!("共享单车（样例）", ["单车骑行", "骑行卡"], "交通出行", 150..1500 by 50, AtCounter, 7-21, false),
    shop!("北环加油站", ["92号汽油", "95号汽油"], "爱车养车", 15000..38000 by 1, AtCounter, 8-20, false),
];
pub(super) const ONLINE: [Shop; 8] = [
    shop!("晴天服饰旗舰店", ["卫衣 春秋款", "运动鞋", "羽绒服", "连衣裙"], "服饰装扮", 4900..46900 by 10, Online, 9-23, true),
    shop!("小满家居生活馆", ["四件套", "收纳箱 三只装", "台灯"], "家居家装", 1990..25900 by 10, Online, 9-23, true),
    shop!("微光数码专营店", ["蓝牙耳机", "手机壳", "充电器"], "数码电器", 1590..52900 by 10, Online, 9-23, true),
    shop!("素颜美妆店", ["面霜", "防晒", "口红"], "美容美发", 3900..31900 by 10, Online, 9-23, true),
    shop!("童趣母婴", ["纸尿裤", "奶粉", "儿童绘本"], "母婴亲子", 4900..36900 by 10, Online, 9-23, true),
    shop!("书页图书专营", ["小说 套装", "考试教材"], "文化休闲", 1990..12800 by 10, Online, 9-23, false),
    shop!("山野户外", ["速干衣", "登山包"], "运动户外", 5900..42900 by 10, Online, 9-23, true),
    shop!("猫和狗的店", ["猫粮", "宠物零食"], "宠物", 2900..19900 by 10, Online, 9-23, true),
];
pub(super) const LEISURE: [Shop; 6] = [
    shop!("光影电影城", ["电影票", "电影票 两张"], "文化休闲", 2990..9980 by 10, Online, 10-21, false),
    shop!("音符KTV", ["包厢", "欢唱套餐"], "文化休闲", 8800..32800 by 100, AtCounter, 18-22, true),
    shop!("云端游戏", ["游戏充值", "月卡"], "文化休闲", 600..12800 by 100, Online, 12-23, true),
    shop!("影视会员", ["会员连续包月", "会员季卡"], "文化休闲", 1500..5800 by 100, Online, 8-22, false),
    shop!("山水旅行网", ["酒店预订", "火车票", "景区门票"], "酒店旅游", 5500..68000 by 50, Online, 9-21, true),
    shop!("铁人健身", ["健身月卡", "私教课"], "运动户外", 9900..39900 by 100, AtCounter, 9-20, true),
];
pub(super) const AT_JD: [Shop; 4] = [
    shop!("京东平台商户", ["抽纸 24包整箱", "洗衣液 组合装", "牛奶 24盒"], "食品酒饮", 2990..12900 by 10, AtJd, 8-23, true),
    shop!("京东平台商户", ["电热水壶", "空气炸锅", "电饭煲"], "家用电器", 7900..49900 by 100, AtJd, 8-23, true),
    shop!("京东平台商户", ["移动硬盘 1TB", "无线鼠标", "显示器支架"], "电脑办公", 3900..45900 by 10, AtJd, 8-23, true),
    shop!("京东平台商户", ["男士休闲裤", "儿童棉衣", "跑步鞋"], "服饰内衣", 5900..35900 by 10, AtJd, 8-23, true),
];
/// What gambling looks like on a bill.
pub(super) const GAMBLING: [Shop; 3] = [
    shop!("体育彩票投注站", ["体育彩票", "彩票投注"], "文化休闲", 1000..50000 by 200, AtCounter, 12-21, false),
    shop!("福利彩票站", ["福利彩票", "双色球 彩票"], "文化休闲", 400..20000 by 200, AtCounter, 10-20, false),
    shop!("欢乐棋牌（样例）", ["棋牌充值", "棋牌游戏币充值"], "文化休闲", 3000..100000 by 1000, Online, 20-23, false),
];
