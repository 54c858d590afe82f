namespace Attune.Training;

internal static partial class StoryText
{
    private const string Frame = """
        :: Story
        10 <Tale>
        3 <Opening> <Habit> <Plot> <Ending>
        1 <Opening> <Habit> <Plot>
        2 <Opening> <Plot> <Ending>

        :: Plot
        10 <Lost>
        10 <Stuck>
        10 <Storm>
        10 <Baking>
        10 <Needy>
        1 <Learning>
        1 <Mystery>
        1 <Afraid>
        1 <Planting>
        1 <Swapping>
        1 <Treasure>
        1 <Broken>

        :: Opening
        8 Once upon a time there was {:Trait.a} {kind:Kind} named {hero:@kind.names}. {^hero.he} lived in {:PlaceTrait.a} {place:Place} with {hero.his} {:Relative}.
        5 Once there was {:Trait.a} {kind:Kind} named {hero:@kind.names}, who lived in {:PlaceTrait.a} {place:Place}.
        5 In {:PlaceTrait.a} {place:Place} there lived {:Trait.a} {kind:Kind} called {hero:@kind.names}.
        4 Far away, behind the {:PlaceTrait} {:Land}, there lived {:Trait.a} {kind:Kind} called {hero:@kind.names}. {^hero.his} home was {:PlaceTrait.a} {place:Place} near the {:Landmark}.
        2 This is the story of {:Trait.a} {kind:Kind} named {hero:@kind.names}. {^hero.he} lived in {:PlaceTrait.a} {place:Place} with {:Trait.a} {:Creature}.

        :: Habit
        4 {^hero.he} loved {:Food.s}, {:Thing.s} and {:Flower.s}.
        3 {^hero.he} always wore {:Colour.a} {:Clothing} and carried {:Container.a} full of {:Food.s}.
        3 Every {:DayPart} {hero.he} liked {:Pastime} with {:Trait.a} {:Creature}.
        3 In {hero.his} {:Container} {hero.he} kept {:ThingTrait.a} {:Thing}, {:Colour.a} {:Clothing} and {:Number} {:Flower.s}.
        3 {^hero.his} best friend was {:Trait.a} {:Creature} who could {:Skill}.
        2 Nobody in the whole {place} was as {:Trait} as {hero}.
        2 {^hero} was very good at {:Pastime}, but not so good at {:Chore}.
        2 One day {hero.he} wanted to be {:Job.a} and own {:Number} {:Creature.s}.
        1 {^hero.he} had {:Colour} boots and {:Number} {:Food.s} in {hero.his} {:Container}.

        : OneDay
        5 One {:Weather} {:DayPart}
        2 On {:Weather.a} {:DayPart}
        1 Then, one {:DayPart}

        :: HelperComes
        4 Just then {:HelperTrait.a} {helper:Helper} came {:Along}.
        3 Soon {hero.he} met {:HelperTrait.a} {helper:Helper} in {:Colour.a} {:Clothing}.
        2 Near the {:Landmark} {hero.he} met {:HelperTrait.a} {helper:Helper} with {:Container.a} full of {:Food.s}.
        1 By the {:Landmark} sat {:HelperTrait.a} {helper:Helper} who was fond of {:Pastime}.

        :: Thanks
        3 "Thank you!" said {hero}, and {hero.he} gave the {helper} {:Food.a} and {:Drink.a}.
        3 {^hero} thanked the {helper} and gave {helper.him} {:ThingTrait.a} {:Junk} and {:Food.a}.
        2 "How can I thank you?" asked {hero}. "With {:Food.a}, please," said the {helper} with {:Smile.a} smile.
        2 {^hero} was so {:Glad} that {hero.he} hugged the {helper}.
        2 The {helper} only smiled, put on {helper.his} {:Colour} {:Clothing} and went home {:Loudly}.

        :: Ending
        4 That night {hero} went to bed {:Glad} and dreamed of {:Food.s} and {:Creature.s}.
        3 It had been the most {:Wonderful} day of {hero.his} life.
        3 From that day on, {hero} was never {:Sad} for long.
        3 {^hero} had learned that {:Moral}.
        2 And the whole {place} had {:Food.s} and {:Drink.s} until late at night.
        2 And if you ever come to that {place}, you may still see {hero} {:Pastime}.
        2 {^hero.his} {:Relative} was {:Glad} too, and so was {:Trait.a} {:Creature} who had watched it all.
        """;
}
