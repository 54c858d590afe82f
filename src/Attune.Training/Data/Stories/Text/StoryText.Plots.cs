namespace Attune.Training;

internal static partial class StoryText
{
    private const string Plots = """
        :: Lost
        <LostNews> <LostFeeling> <LostSearch> <HelperComes> <LostTalk> <LostFound> <Thanks>

        :: LostNews
        5 <OneDay>, {hero} could not find {hero.his} {:ThingTrait} {thing:Thing}.
        3 <OneDay>, {hero} lost {hero.his} {:ThingTrait} {thing:Thing} near the {:Landmark}.
        2 <OneDay>, the {:ThingTrait} {thing:Thing} that {hero} loved so much was gone.

        :: LostFeeling
        3 {^hero.he} was very {:Sad}, because it had been a present from {hero.his} {:Relative}.
        3 {^hero.he} felt {:Sad} and could not even eat {hero.his} {:Food}.
        2 "Where is my {thing}?" cried {hero} {:Softly}.
        2 -

        :: LostSearch
        4 {^hero.he} looked under the {:Furniture}, behind the {:Tree} and inside {:ThingTrait.a} {:Container}, but the {thing} was not there.
        3 {^hero.he} searched the whole {place}, but all {hero.he} found was {:ThingTrait.a} {:Junk}.
        2 {^hero.he} asked {:Trait.a} {:Creature}, but it had not seen the {thing}.

        :: LostTalk
        3 "Why are you so {:Sad}?" asked the {helper}. "I have lost my {thing}," said {hero} {:Softly}.
        3 "I have lost my {thing}," said {hero} {:Softly}. "Let us look for it together," said the {helper}.
        2 {^hero} told the {helper} {:Softly} what had happened.

        :: LostFound
        3 Together they looked near the {:Landmark}, and there was the {thing}, under {:Colour.a} {:Flower}.
        3 At last the {helper} found the {thing} in the nest of {:Trait.a} {:Creature}.
        2 The {helper} looked into {helper.his} {:Container}, and there lay the {thing} between {:Food.a} and {:Junk.a}.
        2 Behind the {:Landmark} they saw {:Trait.a} {thief:Creature} playing with the {thing}. "I am sorry, I only wanted to borrow it," said the {thief} {:Softly}.

        :: Stuck
        <StuckNews> <StuckTry> <HelperComes> <StuckTalk> <StuckFreed> <Thanks>

        :: StuckNews
        4 <OneDay>, {hero} was playing with {hero.his} {:ThingTrait} {thing:Thing}. Suddenly the wind carried it into {:Tall.a} {tree:Tree}.
        3 <OneDay>, {hero} threw {hero.his} {:ThingTrait} {thing:Thing} so high that it got stuck in {:Tall.a} {tree:Tree}.
        3 <OneDay>, {:Trait.a} {:Creature} took {hero}'s {:ThingTrait} {thing:Thing} and dropped it on top of {:Tall.a} {tree:Tree}.

        :: StuckTry
        4 {^hero.he} threw {extra:Clothing.a} at it, but then the {extra} was stuck too.
        3 {^hero.he} jumped {:Number} times, but the {tree} was too {:Tall}.
        3 {^hero.he} tried to climb the {tree}, but {hero.he} {:Mishap}.

        :: StuckTalk
        3 "What are you looking at?" asked the {helper}. "My {thing} is up there in the {tree}," said {hero} {:Softly}.
        3 "Please help me, my {thing} is stuck!" said {hero}. "I know what to do," said the {helper} {:Loudly}.
        2 -

        :: StuckFreed
        3 The {helper} fetched {:Tool.a} and brought the {thing} down.
        3 The {helper} shook the {tree} until the {thing} fell into {:Container.a} full of {:Food.s}.
        2 The {helper} stood on {:Container.a}, {hero} stood on the {helper}, and together they reached the {thing}.
        2 The {helper} called {:Trait.a} {bird:Creature}, and the {bird} pushed the {thing} down.

        :: Storm
        <StormNews> <StormHarm> <StormIdea> <StormHelp> <StormEnd>

        :: StormNews
        4 One night a terrible thing happened: {storm:Storm.a} {storm.did} the {part:Part}.
        3 <OneDay>, {storm:Storm.a} came over the {place} and {storm.did} the {part:Part}.

        :: StormHarm
        4 Now nobody could {part.use}, and everybody was {:Sad}.
        3 "How shall we {part.use} now?" asked {hero.his} {:Relative} {:Softly}.
        2 Without the {part}, even {:Trait.a} {:Creature} could not {part.use}.

        :: StormIdea
        4 "We can build a new {part} together," said {hero} {:Loudly}.
        3 But {hero} was not {:Sad} for long and drew {:Wonderful.a} plan.

        :: StormHelp
        4 {^:HelperTrait.a} {:Helper} brought {:Tool.a}, {hero.his} {:Relative} brought {:Food.s}, and {hero} carried {:Material}.
        3 All the neighbours came with {:Material} and {:Tool.s}, and {:Trait.a} {:Creature} sang for them.
        2 Even the {:HelperTrait} {:Job} took off {:Colour.a} {:Clothing} and carried {:Material}.

        :: StormEnd
        4 After {:Number} days the new {part} was ready and painted {:Colour}, and all could {part.use} again.
        3 On the {:Ordinal} day they could {part.use} again, and {hero} was {:Glad}.

        :: Baking
        <BakingWish> <BakingLack> <BakingDeal> <BakingWork> <BakingEnd>

        :: BakingWish
        4 <OneDay>, {hero} wanted to bake {cake:Cake.a} for {hero.his} {dear:Relative}.
        2 <OneDay>, it was the birthday of {hero.his} {dear:Relative}, and {hero} wanted to make {cake:Cake.a}.

        :: BakingLack
        4 There were {:Food.s} in the kitchen, but there was no {needed:Ingredient}.
        3 But {:Trait.a} {:Creature} had eaten all the {needed:Ingredient}.
        2 But when {hero.he} opened the cupboard, there was no {needed:Ingredient} left, only {:ThingTrait.a} {:Junk}.

        :: BakingDeal
        4 So {hero.he} went to {:HelperTrait.a} {helper:Helper}. "I will give you {needed} if you {favour:Favour}," said the {helper}.
        2 So {hero.he} asked {:HelperTrait.a} {helper:Helper} for help. "First you must {favour:Favour}," said the {helper} {:Loudly}.

        :: BakingWork
        4 {^hero} {favour.past}, and the {helper} gave {hero.him} {:Container.a} full of {needed}.
        3 {^hero} laughed and {favour.past}. Then {hero.he} got the {needed} and {:Food.a} as well.

        :: BakingEnd
        3 Soon the {cake} was ready, and {hero.his} {dear} said that it was the most {:Wonderful} one in the world.
        3 Soon the {cake} smelled of {needed}, and {hero} decorated it with {:Food.s} and {:Colour} {:Flower.s}.
        2 {^hero} was so {:Glad} that {hero.he} gave everyone a piece of the {cake}, even {:Trait.a} {:Creature}.

        :: Needy
        <NeedyFound> <NeedyWhy> <NeedyCure> <NeedyReward>

        :: NeedyFound
        4 <OneDay>, {hero} found {:Trait.a} {guest:Creature} near the {:Landmark}. It was {need:Need}, because {need.why}.
        3 <OneDay>, {hero} heard {:SoundTrait.a} {:Sound} under {:Tree.a}. It was {:Trait.a} {guest:Creature}, and it was {need:Need}, because {need.why}.

        :: NeedyWhy
        3 "Do not be {:Sad}, I will help you," said {hero} {:Loudly}.
        3 "You poor {guest}!" said {hero}. "Come home with me, to our {place}."
        2 The {guest} looked at {hero} {:Softly} and said nothing.

        :: NeedyCure
        4 {^hero.he} {need.cure}, and soon the {guest} was {need.after} again.
        3 {^hero.he} took the {guest} home in {:Container.a}. There {hero.he} {need.cure}, and on the {:Ordinal} day it was {need.after}.

        :: NeedyReward
        3 The next morning the {guest} came back and brought {hero} {:ThingTrait.a} {:Thing}.
        3 Every {:DayPart} since then, the {guest} has visited {hero} and brought {:Food.s}.
        3 "I will never forget you," said the {guest}, and it gave {hero.him} {:ThingTrait.a} {:Thing} and {:Flower.a}.
        2 Since then {hero} and the {guest} have played {:Game} every {:DayPart}.
        """;
}
