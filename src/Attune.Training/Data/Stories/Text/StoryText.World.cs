namespace Attune.Training;

internal static partial class StoryText
{
    private const string World = """
        = Place
        village, forest, house, town, valley, castle, garden, cottage, cave, meadow, harbour, city, farmhouse, windmill, lighthouse, treehouse, tower, orchard, barn, kingdom,
        palace, hut, burrow, caravan, swamp, jungle, park, canyon, marsh, vineyard, log cabin, watermill, houseboat, monastery, fishing village, market town, tent, bakery, clearing, hollow tree

        = PlaceTrait
        small, quiet, green, old, little, sunny, snowy, pretty, peaceful, misty, faraway, lonely, beautiful, tiny, crooked, dark, busy, foggy, golden, hidden,
        warm, windy, cosy, deep, dusty, enchanted, forgotten, grand, leafy, noisy, rainy, sleepy, steep, stony, wild, whispering, mossy, narrow, haunted, chilly,
        flowery, half-empty, ivy-covered, lively, muddy, nameless, overgrown, shady, tumbledown, well-kept

        = Land
        hills, mountains, woods, fields, lakes, rivers, islands, dunes, cliffs, meadows, seas, deserts, forests, swamps, glaciers

        = Landmark
        river, bridge, well, church, pond, mill, market, school, fountain, gate, lake, beach, hill, waterfall, station, old wall, crossroads, haystack, town hall, lighthouse,
        harbour, stable, shop, graveyard, statue, bakery, inn, ruins, theatre, playground, chapel, post office, quarry, dam, signpost, greenhouse, bandstand, museum, ferry, smithy

        = Tree
        oak, apple tree, birch, pine, willow, beech, chestnut tree, cherry tree, maple, fir, elm, poplar, lime tree, pear tree, ash, cedar, walnut tree, larch, alder, palm tree,
        rowan, spruce, hawthorn, cypress, mulberry tree

        = Tall
        tall, high, big, huge, enormous, slippery, old, thorny, gnarled, prickly, mighty, towering, giant, wobbling, knobbly

        = Flower
        rose, daisy, tulip, sunflower, violet, lily, poppy, daffodil, bluebell, buttercup, dandelion, snowdrop, crocus, clover, marigold, pansy, foxglove, iris, lavender bush, orchid,
        peony, primrose, thistle, nettle, forget-me-not, cornflower, fuchsia, geranium, hyacinth, jasmine

        = Creature
        mouse, frog, cat, bird, dog, snail, butterfly, robin, bee, sparrow, ladybird, ant, lizard, beetle, parrot, crow, bat, spider, duck, turtle,
        pigeon, hamster, magpie, weasel, grasshopper, dormouse, cricket, starling, seal, worm, swallow, newt, moth, gull, lynx, caterpillar, dragonfly, cuckoo, firefly, salamander,
        canary, chipmunk, crab, deer, dove, ferret, finch, gecko, goldfish, gnat, guinea pig, hare, jackdaw, kingfisher, lark, marmot, nightingale, octopus, peacock, pelican,
        puffin, rat, sloth, shrew, snake, stag, stoat, thrush, toucan, vole, wasp, wombat, woodpecker, wren, yak, zebra, antelope, armadillo, hummingbird, jellyfish

        = Weather
        sunny, windy, rainy, cold, warm, bright, snowy, fine, foggy, stormy, hot, frosty, cloudy, mild, misty, clear, chilly, golden, grey, icy,
        crisp, dreary, dewy, drizzly, breezy, hazy, muggy, starry, sultry, thundery

        = DayPart
        morning, day, afternoon, evening, spring morning, autumn day, winter evening, summer day, Sunday, Monday, Saturday, Wednesday, Friday, Tuesday, Thursday, summer evening, winter morning, autumn afternoon, spring evening, market day

        = Number
        three, seven, two, ten, four, five, twelve, six, nine, eight, twenty, a hundred, thirteen, fifteen, forty, eleven, fourteen, sixteen, nineteen, thirty

        = Ordinal
        third, seventh, tenth, fifth, fourth, sixth, second, ninth, twelfth, eighth, fiftieth, hundredth, eleventh, twentieth, thirteenth

        = Storm did
        storm | blew down
        flood | washed away
        strong wind | blew over
        thunderstorm | smashed
        blizzard | crushed
        hailstorm | damaged
        whirlwind | carried off
        big wave | swept away
        earthquake | shook down
        avalanche | flattened
        lightning bolt | split
        cloudburst | ruined

        = Part use
        bridge | cross the river
        fence | keep the sheep together
        mill | grind the corn
        oven | bake bread
        well | fetch water
        clock tower | tell the time
        boat | catch fish
        henhouse | gather eggs
        street lamp | find the way home at night
        school roof | learn to read
        stage | dance at the festival
        swing | fly through the air
        footpath | walk to the market
        washing line | dry the laundry
        pump | water the vegetables
        beehive | eat honey
        bandstand | listen to music
        ferry | visit the island
        dovecote | send letters
        bench | sit in the shade

        = Fear event
        the dark | the lamp went out
        thunder | a storm came over the hills
        deep water | the little boat began to leak
        dogs | a big dog stood at the gate
        spiders | a spider crawled over the pillow
        ghosts | something white moved in the hall
        heights | the stairs of the tower began to creak
        loud noises | the great bell began to ring
        strangers | a stranger knocked at the door
        snakes | a snake slid out of the grass
        wolves | a wolf howled at the moon
        fire | a spark fell on the carpet
        caves | the way home led through a cave
        geese | an angry goose ran across the yard
        wasps | a wasp landed on the cake
        shadows | a long shadow grew on the wall

        = Sound
        noise, sound, song, bang, cry, whisper, knock, rumble, squeak, howl, rattle, hum, roar, scratching, splash, giggle, snoring, buzz, jingle, sneeze,
        growl, crackle, thump, whimper, gurgle

        = SoundTrait
        strange, loud, soft, low, terrible, funny, odd, deep, sad, eerie, high, muffled, hollow, sudden, ghostly, spooky, mysterious, faint, dreadful, shrill

        = DarkPlace
        cellar, attic, forest, cave, barn, chimney, well, old mill, shed, cupboard, tower, tunnel, bushes, graveyard, ruins, wardrobe, abandoned house, hayloft, pantry, wine cellar

        = Monster
        monster, ghost, dragon, troll, wolf, giant, witch, robber, goblin, ogre, vampire, sea monster, bear, werewolf, burglar, demon, bogeyman, skeleton, mummy, lion
        """;
}
