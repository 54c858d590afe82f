namespace Attune.Training;

internal static partial class StoryText
{
    private const string MorePlots = """
        :: Learning
        <LearningWish> <LearningFail> <LearningAdvice> <LearningEnd>

        :: LearningWish
        4 All the others could {skill:Skill}, but {hero} could not.
        3 <OneDay>, {hero} saw {:Trait.a} {:Creature} and wanted to {skill:Skill} like that.
        2 More than anything in the world, {hero} wanted to learn to {skill:Skill}.

        :: LearningFail
        4 When {hero.he} tried it for the first time, {hero.he} {:Mishap}.
        3 {^hero.he} tried it {:Number} times, but each time {hero.he} {:Mishap}.
        2 {^hero.he} tried it in {:Colour.a} {:Clothing}, but {hero.he} {:Mishap}. "I will never learn to {skill}," said {hero} {:Softly}.

        :: LearningAdvice
        3 <HelperComes> "I can teach you to {skill}," said the {helper} {:Loudly}.
        3 But {hero.his} {:Relative} gave {hero.him} {:Food.a} and said: "Try again tomorrow."
        2 {^hero} was {:Sad}, but {hero.he} did not give up.

        :: LearningEnd
        3 {^hero.he} practised every {:DayPart}, and on the {:Ordinal} day {hero.he} {skill.past} better than {:Trait.a} {:Creature}.
        3 After {:Number} weeks {hero.he} {skill.past} so well that even the {:Job} clapped.
        3 And one {:Weather} {:DayPart} {hero.he} {skill.past} in front of the {:Landmark}, and everybody threw {:Flower.s} and {:Food.s}.

        :: Mystery
        <MysteryNews> <MysteryFear> <MysteryGo> <MysteryTruth>

        :: MysteryNews
        4 <OneDay>, {hero} heard {:SoundTrait.a} {sound:Sound} from the {dark:DarkPlace}.
        3 In the middle of the night, {:SoundTrait.a} {sound:Sound} came out of the {dark:DarkPlace} and woke {hero}.

        :: MysteryFear
        4 "Is that {monster:Monster.a}?" whispered {hero} {:Softly}.
        3 "That must be {monster:Monster.a} with {:Number} {:Colour} eyes!" said {hero.his} {:Relative}.

        :: MysteryGo
        4 {^hero.he} took {:Tool.a} and {:ThingTrait.a} {:Thing} and went to look.
        3 {^hero.he} put {:Container.a} on {hero.his} head, counted to {:Number} and opened the door.
        2 {^hero.he} was {:Sad}, but {hero.he} took {hero.his} {:Thing} and looked into the {dark}.

        :: MysteryTruth
        4 But there was no {monster}, only {:Trait.a} {guest:Creature} that had {:Funny}. <MysteryLaugh>
        3 In the {dark} sat no {monster}, but {:Trait.a} {guest:Creature} that was learning to play the {toy:Instrument}. <MysteryTune>

        :: MysteryLaugh
        3 {^hero} laughed {:Loudly} and gave the {guest} {:Food.a}.
        3 "So you made the {sound}!" said {hero} {:Loudly}, and they ate {:Food.s} with {:Trait.a} {:Creature-guest}.
        3 Then {hero} and the {guest} played {:Game} and ate {:Food.s} until the next morning.

        :: MysteryTune
        3 "So you made the {sound}!" said {hero}. "I am sorry," said the {guest} {:Softly}, "it is my first {toy}."
        2 "Play it again," said {hero} {:Loudly}, and {:Trait.a} {:Creature-guest} began to dance.

        :: Afraid
        <AfraidOf> <AfraidGift> <AfraidNight> <AfraidEnd>

        :: AfraidOf
        4 {^hero} was afraid of {fear:Fear}.
        3 There was only one thing that {hero} feared, and that was {fear:Fear}. Even {:Trait.a} {:Creature} laughed about it.

        :: AfraidGift
        3 So {hero.his} {giver:Relative} gave {hero.him} {:ThingTrait.a} {thing:Thing}. "Hold it tight, and you will be brave," said the {giver} {:Loudly}.
        3 One {:DayPart} {:HelperTrait.a} {helper:Helper} gave {hero.him} {:ThingTrait.a} {thing:Thing} against {fear}.

        :: AfraidNight
        4 <OneDay>, {fear.event}. {^hero}'s knees shook, but {hero.he} held the {thing} and thought of {:Food.s}.
        3 That same night, {fear.event}. {^hero.he} took the {thing}, sang {:SoundTrait.a} song and counted {:Creature.s}.

        :: AfraidEnd
        3 Nothing bad happened, and {hero} was {:Glad}.
        3 Then {hero.he} knew that {fear} could not scare {hero.him} any more. Now {hero.he} keeps the {thing} in {:Container.a} and lends it to {:Trait.a} {:Creature}.
        2 "You were brave all by yourself," said {hero.his} {:Relative}, "because it was only {:ThingTrait.a} {thing}."

        :: Planting
        <PlantingSeed> <PlantingWait> <PlantingHelp> <PlantingEnd>

        :: PlantingSeed
        4 <OneDay>, {hero} planted {:Colour.a} seed between {x:Flower.a} and {:Flower-x.a}.
        3 <OneDay>, {:HelperTrait.a} {:Helper} gave {hero} {:Colour.a} seed in {:Container.a}. {^hero.he} planted it behind the {:Landmark}.

        :: PlantingWait
        4 {^hero.he} watered it every {:DayPart}, but for {:Number} weeks nothing happened.
        3 Nothing happened for {:Number} days, and {hero} was {:Sad}.

        :: PlantingHelp
        3 "Sing to it," said {:Trait.a} {:Creature}, and {hero} sang {:Loudly}.
        3 So {hero.he} played the {:Instrument} for it and covered it with {:Colour.a} {:Clothing} at night.
        2 "Be patient," said {hero.his} {:Relative} with {:Smile.a} smile.

        :: PlantingEnd
        4 On the {:Ordinal} day, {plant:Seed.a} as high as the {:Landmark} stood there. {^hero} picked {:Number} {plant.seeds} and shared them with {:Trait.a} {:Creature}.
        3 Then {:Tall.a} {plant:Seed} grew, and everybody in the {place} got {plant.seeds} in {:Container.a}.

        :: Swapping
        <SwappingWish> <SwappingWay> <SwappingEnd>

        :: SwappingWish
        4 <OneDay>, {hero} wanted to give {hero.his} {dear:Relative} {:Instrument.a}, but {hero.he} had only {:ThingTrait.a} {first:Thing}.
        3 <OneDay>, {hero} went to the market with nothing but {:ThingTrait.a} {first:Thing}. {^hero.he} wanted a present for {hero.his} {dear:Relative}.

        :: SwappingWay
        3 {^:HelperTrait.a} {:Helper} gave {hero.him} {second:Tool.a} for the {first}. {^:HelperTrait.a} {:Helper} gave {hero.him} {last:Instrument.a} for the {second}.
        3 {^hero.he} swapped the {first} for {second:Clothing.a}, and the {second} for {:Colour.a} {last:Instrument}.
        2 {^:HelperTrait.a} {:Helper} liked the {first} so much that {hero} got {last:Instrument.a} and {:Food.a} for it.

        :: SwappingEnd
        3 The {dear} played the {last} {:Loudly}, and all the {:Creature.s} danced.
        3 "{^last.a}!" cried {hero.his} {dear} {:Loudly}. "That is just what I wished for."
        2 "I would rather have had the {first}," said {hero.his} {dear} {:Softly}, and then they both laughed.

        :: Treasure
        <TreasureMap> <TreasureWay> <TreasureDig> <TreasureShare>

        :: TreasureMap
        4 <OneDay>, {hero} found {:Wonderful.a} map under the {:Furniture}.
        3 <OneDay>, {:Wonderful.a} map fell out of {:Container.a}. "Whoever follows me will be rich," it said in {:Colour} letters.

        :: TreasureWay
        4 {^hero.he} walked past the {:Landmark}, over the {:PlaceTrait} {:Land} and {:Number} steps to {:Tall.a} {tree:Tree}.
        3 The map led {hero.him} and {:Trait.a} {:Creature} from the {:Landmark} to {:Tall.a} {tree:Tree}.

        :: TreasureDig
        4 Under the {tree} {hero.he} dug with {:Tool.a} until {hero.he} found {:ThingTrait.a} {chest:Container}. In it lay {:Number} {:Thing.s}, {:ThingTrait.a} {:Junk} and {:Food.a}.
        3 {^hero.he} dug near the {tree} and found {:ThingTrait.a} {chest:Container} full of {:ThingTrait} {:Thing.s}.

        :: TreasureShare
        3 {^hero} was so {:Glad} that {hero.he} gave {:Thing.a} to everyone in the {place}.
        3 {^hero.he} carried the {chest} home and shared everything with {hero.his} {:Relative} and {:Trait.a} {:Creature}.
        2 "The best part was the way," said {hero} {:Loudly}, and {hero.he} filled the {chest} with {:Food.s}.

        :: Broken
        <BrokenNews> <BrokenHide> <BrokenTruth> <BrokenEnd>

        :: BrokenNews
        4 <OneDay>, {hero} played {:Game} in the house and broke {hero.his} {owner:Relative}'s {:ThingTrait} {vase:Fragile}.
        3 <OneDay>, {hero} danced with {:Trait.a} {:Creature} and knocked over {hero.his} {owner:Relative}'s {:ThingTrait} {vase:Fragile}.

        :: BrokenHide
        3 {^hero.he} hid the pieces under the {:Furniture} and covered them with {:Colour.a} {:Clothing}.
        3 "Perhaps nobody will see it," thought {hero}, but {hero.he} felt {:Sad}.
        2 "It was {:Creature.a}," {hero.he} wanted to say, but {hero.he} felt {x:Sad} and {:Sad-x}.

        :: BrokenTruth
        4 In the evening {hero.he} said {:Softly}: "I broke the {vase}, and I am sorry."
        3 At last {hero.he} told {hero.his} {owner} the truth about the {vase}.

        :: BrokenEnd
        4 The {owner} was not angry, but {:Glad}, and together they mended the {vase} with {:Tool.a} and {:Ingredient}.
        3 "Thank you for telling me," said {hero.his} {owner} with {:Smile.a} smile. "I broke {:Fragile-vase.a} myself when I was little."
        2 Then they made a new {vase} from {:Material} and {:Colour} paint, and it looked like {:Trait.a} {:Creature}.
        """;
}
